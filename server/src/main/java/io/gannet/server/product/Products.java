package io.gannet.server.product;

import java.util.List;

/** The list that a new product is added to. */
public final class Products {
  /** All of them, in the order in which help shows them. */
  public static final List<Product> ALL =
      List.of(
          new Segcache(), new Twemcache(), new Slimcache(), new Directcache(), new Pingserver());

  /** What runs when none is named. */
  public static final Product DEFAULT = ALL.getFirst();

  private Products() {}
}
