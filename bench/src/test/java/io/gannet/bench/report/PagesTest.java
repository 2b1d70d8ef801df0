package io.gannet.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

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
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
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
    assertTrue(html.contains("Hit ratio over time"), "the picture of hits");
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
  void theNamesAtTheEndsOfLinesFitIntoThePicture() throws Exception {
    String name = "mmmmmmmmmm";
    List<Chart.Point> points = List.of(new Chart.Point(1, 1), new Chart.Point(2, 2));
    Chart chart = new Chart("names", Axis.linear("x"), Axis.linear("y"))
        .line("a", points)
        .line(name, points)
        .size(500, 300);
    NodeList texts = parsed(chart.svg()).getElementsByTagName("text");
    for (int i = 0; i < texts.getLength(); i++) {
      Element text = (Element) texts.item(i);
      if (text.getTextContent().equals(name)) {
        double boldPixels = 8.4; // of a letter of the usual sans-serif, at 12 pixels
        double end = Double.parseDouble(text.getAttribute("x")) + boldPixels * name.length();
        assertTrue(end <= 500, "ends at " + end);
        return;
      }
    }
    fail("the name is not there");
  }

  @Test
  void aMarkHasRoomAboveIt() {
    Chart chart = new Chart("asked for 20k", Axis.linear("x"), Axis.linear("y"))
        .line("a", List.of(new Chart.Point(0, 0), new Chart.Point(1, 19_990)))
        .mark(20_000, "asked for");
    assertTrue(chart.svg().contains(">25k<"), chart.svg());
  }

  @Test
  void aBarWhoseSpreadCoversTheReferenceIsPale() {
    BarChart clear = new BarChart("ratio", Axis.log("ratio")).reference(1, "the same")
        .bar("a", 0, 2, 1.5, 3);
    BarChart unclear = new BarChart("ratio", Axis.log("ratio")).reference(1, "the same")
        .bar("a", 0, 2, 0.9, 3);
    assertFalse(clear.svg().contains("class=\"bar pale "), clear.svg());
    assertTrue(unclear.svg().contains("class=\"bar pale "), unclear.svg());
  }

  @Test
  void columnsOfWordsAreAtTheLeft() {
    String html = new HtmlPage("table")
        .table(List.of("", "p99", "verdict"), List.of(List.of("a", "1 ms", "better")))
        .text();
    assertTrue(html.contains("<td>1 ms</td><td class=\"words\">better</td>"), html);
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
