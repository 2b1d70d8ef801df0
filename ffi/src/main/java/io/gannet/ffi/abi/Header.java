package io.gannet.ffi.abi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which C headers define the constants of a class, verbatim; KernelAbiTest compares every
 * {@code public static final int} and {@code long} with them.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Header {
  /** As in an include. */
  String[] value();
}
