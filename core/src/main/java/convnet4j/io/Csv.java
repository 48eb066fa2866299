package convnet4j.io;

import convnet4j.errors.InputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated values as RFC 4180 has them: a field that holds a comma, a quote or a line break
 * stands in quotes, and a quote within them is doubled. Lines end in LF or CRLF; empty ones are
 * passed over.
 */
public final class Csv {
  private final String where;
  private final String text;
  private int at;
  private int line = 1;

  private Csv(String where, String text) {
    this.where = where;
    this.text = text;
  }

  /**
   * A record.
   *
   * @param line that it begins on, from 1
   * @param fields at least one
   */
  public record Row(int line, List<String> fields) {
    public Row {
      fields = List.copyOf(fields);
    }
  }

  /**
   * All records of a text in UTF-8, with or without a byte order mark.
   *
   * @param where what messages call the text
   * @throws InputException when it is not UTF-8, or a quote is out of place; the message names the
   *     line
   */
  public static List<Row> read(String where, byte[] bytes) {
    Csv csv = new Csv(where, text(where, bytes));
    List<Row> rows = new ArrayList<>();
    while (csv.at < csv.text.length()) {
      int begin = csv.line;
      List<String> fields = csv.row();
      if (fields.size() > 1 || !fields.getFirst().isEmpty()) {
        rows.add(new Row(begin, fields));
      }
    }
    return rows;
  }

  /**
   * Text in UTF-8, with or without a byte order mark.
   *
   * @throws InputException when it is not UTF-8
   */
  public static String text(String where, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InputException(
          where + ": expected text in UTF-8, received bytes that are not; convert it", e);
    }
  }

  /** A field as a file has it: in quotes where it needs them. */
  public static String field(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private List<String> row() {
    List<String> fields = new ArrayList<>();
    while (true) {
      fields.add(next() == '"' ? quoted() : plain());
      int c = next();
      at++;
      if (c != ',') {
        line++;
        return fields;
      }
    }
  }

  /** Up to the comma or the end of the line; a carriage return before that belongs to it. */
  private String plain() {
    int begin = at;
    while (next() != ',' && next() != '\n' && next() >= 0) {
      if (next() == '"') {
        throw wrong("a quote within a field: quote the whole field and double the quote");
      }
      at++;
    }
    String field = text.substring(begin, at);
    return next() != ',' && field.endsWith("\r") ? field.substring(0, field.length() - 1) : field;
  }

  private String quoted() {
    int begin = line;
    StringBuilder field = new StringBuilder();
    at++;
    while (true) {
      int c = next();
      if (c < 0) {
        line = begin;
        throw wrong("a quote that is never closed");
      }
      at++;
      if (c == '\n') {
        line++;
      }
      if (c != '"') {
        field.append((char) c);
      } else if (next() == '"') {
        field.append('"');
        at++;
      } else {
        break;
      }
    }
    if (next() == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
      at++;
    }
    if (next() != ',' && next() != '\n' && next() >= 0) {
      throw wrong("text after a closing quote: quote the whole field and double quotes within it");
    }
    return field.toString();
  }

  /** -1 at the end. */
  private int next() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private InputException wrong(String received) {
    return new InputException(
        where + " line " + line + ": expected comma-separated values, received " + received);
  }
}
