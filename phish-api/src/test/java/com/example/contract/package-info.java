/** The contracts from outside: as a third party runs them, and that they fail what is broken. */
@org.jspecify.annotations.NullMarked
package com.example.contract;
