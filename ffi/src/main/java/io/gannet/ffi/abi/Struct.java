package io.gannet.ffi.abi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which C struct a class with a {@code LAYOUT} mirrors; KernelAbiTest holds the two against
 * each other. The names in the layout are C's, since the test asks the C compiler for them.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Struct {
  /** The C type: {@code struct io_uring_sqe}. */
  String value();

  /** Where C declares it, as in an include. */
  String header();

  /** Members that share a place with one of the layout, each as {@code alias=member}. */
  String[] aliases() default {};

  /** Members that older headers lack or call otherwise: they may be absent, others may not. */
  String[] newer() default {};
}
