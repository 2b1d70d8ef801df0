package io.gannet.bench.certify;

/** Nothing could be certified; the message says why. */
public final class CertifyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CertifyException(String message) {
    super(message);
  }
}
