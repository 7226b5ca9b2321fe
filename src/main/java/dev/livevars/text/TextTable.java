package dev.livevars.text;

import java.util.ArrayList;
import java.util.List;

/** Rows under a head, the columns aligned. */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final int[] widths;

  /** A table of these columns. */
  public TextTable(String... head) {
    widths = new int[head.length];
    add(head);
  }

  /** Adds a row of as many cells as there are columns. */
  public void add(String... cells) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], width(cells[i]));
    }
    rows.add(List.of(cells));
  }

  /** The lines of the table, head first. */
  public List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : GAP).append(cells.get(i));
      line.append(" ".repeat(widths[i] - width(cells.get(i))));
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
