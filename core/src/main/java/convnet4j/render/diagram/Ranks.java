package convnet4j.render.diagram;

import convnet4j.render.diagram.Block.Edge;
import convnet4j.render.diagram.Block.Mesh;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Puts a mesh into rows such that every edge leads down, by Sugiyama's method: each node as low as
 * its readers allow, a bend in every row that an edge passes, and then rows sorted and shifted
 * towards what they are connected with.
 */
final class Ranks {
  private static final int SWEEPS = 8;
  private static final int SHIFTS = 25; // odd: the last one puts joins below what they join

  private final Mesh mesh;
  private final int[] rank;
  private final List<List<Slot>> rows = new ArrayList<>();

  /** A place in a row: a node, an entry as −1 − k, or a bend. */
  static final class Slot {
    static final int BEND = Integer.MIN_VALUE;

    final int node;
    final List<Slot> above = new ArrayList<>();
    final List<Slot> below = new ArrayList<>();
    double left;
    double right;
    double x;

    private Slot(int node) {
      this.node = node;
    }

    private static double mean(List<Slot> slots, double otherwise) {
      return slots.stream().mapToDouble(s -> s.x).average().orElse(otherwise);
    }
  }

  Ranks(Mesh mesh) {
    this.mesh = mesh;
    this.rank = new int[mesh.nodes().size()];
    rank();
    place();
  }

  /** From top to bottom; the entries are the first row. */
  List<List<Slot>> rows() {
    return rows;
  }

  /** Boxes one below the other. */
  int height() {
    int[] heights = new int[rows.size()];
    for (int i = 0; i < rank.length; i++) {
      heights[rank[i]] = Math.max(heights[rank[i]], Structure.boxes(mesh.nodes().get(i)));
    }
    return Arrays.stream(heights).sum();
  }

  private void rank() {
    for (Edge e : inOrderOfReaders()) {
      rank[e.to()] = Math.max(rank[e.to()], e.from() < 0 ? 1 : rank[e.from()] + 1);
    }
    for (int node = rank.length - 1; node >= 0; node--) {
      int from = node;
      rank[node] =
          mesh.edges().stream()
              .filter(e -> e.from() == from)
              .mapToInt(e -> rank[e.to()] - 1)
              .min()
              .orElse(rank[node]);
    }
  }

  private List<Edge> inOrderOfReaders() {
    return mesh.edges().stream().sorted(Comparator.comparingInt(Edge::to)).toList();
  }

  private void place() {
    int last = rank[rank.length - 1];
    TreeMap<Integer, Slot> slots = new TreeMap<>();
    for (int r = 0; r <= last; r++) {
      rows.add(new ArrayList<>());
    }
    for (int k = 0; k < mesh.entries(); k++) {
      slots.put(-1 - k, add(0, -1 - k));
    }
    for (int i = 0; i < rank.length; i++) {
      slots.put(i, add(rank[i], i));
    }
    for (Edge e : mesh.edges()) {
      Slot from = slots.get(e.from());
      for (int r = (e.from() < 0 ? 0 : rank[e.from()]) + 1; r < rank[e.to()]; r++) {
        from = connect(from, add(r, Slot.BEND));
      }
      connect(from, slots.get(e.to()));
    }
  }

  private Slot add(int row, int node) {
    Slot slot = new Slot(node);
    rows.get(row).add(slot);
    return slot;
  }

  private static Slot connect(Slot from, Slot to) {
    from.below.add(to);
    to.above.add(from);
    return to;
  }

  /**
   * Sets where every slot stands, with {@code gap} between neighbours, whose extents are known by
   * now. The last row's node stands at 0.
   */
  void arrange(double gap) {
    rows.forEach(row -> pack(row, gap));
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean down = sweep % 2 == 0;
      for (List<Slot> row : down ? rows : rows.reversed()) {
        row.sort(Comparator.comparingDouble(s -> Slot.mean(down ? s.above : s.below, s.x)));
        pack(row, gap);
      }
    }
    for (int shift = 0; shift < SHIFTS; shift++) {
      boolean down = shift % 2 == 0;
      for (List<Slot> row : down ? rows : rows.reversed()) {
        shift(row, down, gap);
      }
    }
    double origin = rows.getLast().getFirst().x;
    rows.forEach(row -> row.forEach(s -> s.x -= origin));
  }

  /** Side by side, around 0. */
  private static void pack(List<Slot> row, double gap) {
    double x = 0;
    for (Slot slot : row) {
      slot.x = x + slot.left;
      x = slot.x + slot.right + gap;
    }
    for (Slot slot : row) {
      slot.x -= (x - gap) / 2;
    }
  }

  /** Towards the neighbours of one side; the mean of two rows without overlaps has none. */
  private static void shift(List<Slot> row, boolean down, double gap) {
    int n = row.size();
    double[] wanted = new double[n];
    double[] fromLeft = new double[n];
    double[] fromRight = new double[n];
    for (int i = 0; i < n; i++) {
      Slot s = row.get(i);
      wanted[i] = Slot.mean(down ? s.above : s.below, s.x);
    }
    for (int i = 0; i < n; i++) {
      fromLeft[i] = i == 0 ? wanted[0] : Math.max(wanted[i], fromLeft[i - 1] + apart(row, i, gap));
    }
    for (int i = n - 1; i >= 0; i--) {
      fromRight[i] =
          i == n - 1 ? wanted[i] : Math.min(wanted[i], fromRight[i + 1] - apart(row, i + 1, gap));
    }
    for (int i = 0; i < n; i++) {
      row.get(i).x = (fromLeft[i] + fromRight[i]) / 2;
    }
  }

  private static double apart(List<Slot> row, int i, double gap) {
    return row.get(i - 1).right + gap + row.get(i).left;
  }
}
