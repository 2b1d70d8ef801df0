package io.gannet.bench.micro;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A row that a request may meet: it must show 0 B/op. {@code Micro} fails when one does not, and
 * so does {@code mvn verify}; a new row is checked by bearing this.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface DataPlane {}
