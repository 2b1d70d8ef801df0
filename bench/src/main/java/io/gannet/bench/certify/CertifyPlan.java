package io.gannet.bench.certify;

import java.util.List;

/**
 * What is to be certified.
 *
 * @param launcher what starts a server
 * @param words the product, and its options but its ports
 * @param ping whether it speaks ping; else memcached
 * @param requests to be served
 * @param parts told apart
 */
public record CertifyPlan(
    String launcher, List<String> words, boolean ping, long requests, int parts) {}
