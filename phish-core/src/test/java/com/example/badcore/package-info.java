/** Classes that break every rule of the architecture, to see that the rules notice. */
@org.jspecify.annotations.NullMarked
package com.example.badcore;
