/** What the README of this module shows. */
@org.jspecify.annotations.NullMarked
package com.example.shared;
