package io.gannet.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.load.Arrivals;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PagesTest {
  @TempDir Path folder;

  private static Document parsed(String xml) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    return builder.parse(new InputSource(new StringReader(xml)));
  }

  /** Nothing is fetched and nothing runs. */
  private static void assertSelfContained(String text) {
    String own = text.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    for (String word : List.of("http:", "https:", "src=", "href=", "url(", "@import", "<script")) {
      assertFalse(own.contains(word), word);
    }
  }

  @Test
  void aReportIsWellFormedAndFetchesNothing() throws Exception {
    for (LoadReport report :
        List.of(Reports.quiet(Arrivals.closed()), Reports.quiet(Arrivals.constant(20_000)))) {
      String html = LoadHtml.of(report);
      assertEquals(3, parsed(html).getElementsByTagName("svg").getLength());
      assertSelfContained(html);
      assertTrue(html.contains("memcached &lt;1&gt;"), "text is escaped");
    }
  }

  @Test
  void missesAndWarningsAreInTheReport() throws Exception {
    String html = LoadHtml.of(Reports.dire());
    assertEquals(4, parsed(html).getElementsByTagName("svg").getLength());
    assertTrue(html.contains("Hits of all gets"), "the picture of hits");
    assertTrue(html.contains("class=\"warning\""), "warnings");
  }

  @Test
  void picturesAreWellFormedFilesOfTheirOwn() throws Exception {
    List<Picture> pictures =
        List.of(Gallery.missRatio(), Gallery.nines(), Gallery.rate(), Gallery.bars());
    for (Picture picture : pictures) {
      Path file = folder.resolve("picture.svg");
      picture.write(file);
      String svg = Files.readString(file);
      assertEquals("svg", parsed(svg).getDocumentElement().getTagName());
      assertSelfContained(svg);
      assertFalse(svg.contains("NaN"), svg);
    }
  }

  @Test
  void emptyPicturesAndThoseOfOnePointCanBeDrawn() throws Exception {
    Chart empty = new Chart("nothing", Axis.linear("x"), Axis.log("y"));
    Chart one = new Chart("one", Axis.nines("x"), Axis.log("y"))
        .line("a < b", List.of(new Chart.Point(50, 3), new Chart.Point(90, Double.NaN)));
    BarChart bars = new BarChart("no bars", Axis.log("ratio")).reference(1, "the same");
    for (Picture picture : List.of(empty, one, bars)) {
      parsed(picture.svg());
      assertFalse(picture.svg().contains("NaN"), picture.svg());
    }
  }
}
