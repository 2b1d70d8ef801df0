package io.gannet.engine.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricGroupTest {
  /** Two shelves of books. */
  private static final class Shelves extends MetricGroup {
    Counters books;

    Shelves() {
      super("shelves", new RowLabels("shelf:", "shelf", List.of("a", "b"), row -> row == 1));
      books = rowGauge("shelf_books", "books", "Books on a shelf.");
      rowCounter(null, "twice", "Twice as many.", row -> 2 * books.get(row));
    }
  }

  /** A library. */
  private static final class Library extends MetricGroup {
    final Counter readers = counter("readers_total", "readers", "Who came.");
    final Shelves shelves = part(new Shelves());
    final Histogram pages =
        histogram("pages_read", "pages", "Pages read.", Histogram.ofEach(1));

    Library() {
      ratio("books_per_reader", "per_reader", "Books by readers.",
          () -> shelves.books.get(1), readers::get);
    }
  }

  @Test
  void partsComeBehindTheWhole() {
    Library library = new Library();
    assertEquals(List.of(library, library.shelves), library.all());
    assertEquals("", library.section());
    assertEquals("shelves", library.shelves.section());
  }

  @Test
  void columnsAreReadByRow() {
    Shelves shelves = new Library().shelves;
    shelves.books.add(1, 21);
    assertEquals(21, shelves.columns().get(0).value().applyAsLong(1));
    assertEquals(42, shelves.columns().get(1).value().applyAsLong(1));
    assertEquals(0, shelves.columns().get(1).value().applyAsLong(0));
    shelves.books.clear();
    assertEquals(0, shelves.books.get(1));
  }

  @Test
  void rowsAreNamedAsMemcachedNamesThem() {
    RowLabels labels = new Library().shelves.labels();
    assertEquals("shelf:b:books", labels.head(1) + RowLabels.tail("books"));
    assertEquals("96", labels.withPrefix("").head(0).replace("a", "96") + RowLabels.tail(""));
  }

  @Test
  void aRatioOfNothingIsNothing() {
    assertEquals(0, Ratio.parts(7, 0));
    assertEquals(333, Ratio.parts(1, 3));
    assertEquals(14_412, Ratio.parts(14_412, 1000));
    Library library = new Library();
    library.shelves.books.set(1, 3);
    library.readers.add(2);
    Ratio ratio = library.ratios().get(0);
    assertEquals(1500, Ratio.parts(ratio.value().getAsLong(), ratio.per().getAsLong()));
  }

  @Test
  void bucketsAreNamedByTheirBounds() {
    Distribution pages = new Library().distributions().get(0);
    assertEquals("pages:0", pages.rowName(0));
    assertEquals("pages:more", pages.rowName(2));
  }
}
