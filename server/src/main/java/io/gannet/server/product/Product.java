package io.gannet.server.product;

import io.gannet.server.config.OptionGroup;
import java.util.List;

/** STAND-IN for the lead's: what the command line needs to know of a product. */
public interface Product {
  /** The word on the command line. */
  String name();

  /** One line for the help. */
  String summary();

  /** The options of its rooms. */
  List<OptionGroup> options();
}
