package convnet4j.recipe;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import convnet4j.recipe.Schedule.Cosine;
import convnet4j.recipe.Schedule.Exponential;
import convnet4j.recipe.Schedule.OneCycle;
import convnet4j.recipe.Schedule.Plateau;
import convnet4j.recipe.Schedule.Polynomial;
import convnet4j.recipe.Schedule.Steps;
import convnet4j.recipe.Schedule.Triangular;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Schedules and warm-ups as text: a name and its values, {@code triangular:0.2:0.1}. */
final class ScheduleText {
  private static final String SCHEDULE = "schedule";
  private static final String LINEAR = "linear";
  private static final String CONSTANT = "constant";

  /**
   * A kind of schedule.
   *
   * @param example how it is written; its name is what stands before the first colon
   * @param what its values are
   * @param least how many values it has at least
   * @param most how many it has at most
   */
  private record Form(
      String example, String what, int least, int most, Function<List<Double>, Schedule> make) {
    String name() {
      return example.split(":", 2)[0];
    }
  }

  private static final List<Form> FORMS =
      List.of(
          new Form("cosine", "without values", 0, 0, v -> new Cosine()),
          new Form(
              "steps:2:1:1",
              "with shares of at least 1",
              1,
              Integer.MAX_VALUE,
              v -> new Steps(v.stream().map(ScheduleText::whole).toList())),
          new Form(
              "polynomial:1", "with a power above 0", 0, 1, v -> new Polynomial(value(v, 0, 1))),
          new Form(
              "exponential:0.98",
              "with a factor in (0, 1]",
              1,
              1,
              v -> new Exponential(v.getFirst())),
          new Form(
              "triangular:0.2:0:0",
              "with a peak in [0, 1), a start and an end in [0, 1]",
              1,
              3,
              v -> new Triangular(v.getFirst(), value(v, 1, 0), value(v, 2, 0))),
          new Form(
              "one-cycle:0.3", "with a peak in (0, 1)", 0, 1, v -> new OneCycle(value(v, 0, 0.3))),
          new Form(
              "plateau:0.1:10",
              "with a factor in (0, 1) and a patience of at least 0",
              0,
              2,
              v -> new Plateau(value(v, 0, 0.1), whole(value(v, 1, 10)))));

  private ScheduleText() {}

  /** Every way to write a schedule, for help and complaints. */
  static String forms() {
    return FORMS.stream().map(Form::example).collect(Collectors.joining(", "));
  }

  static Schedule parse(String text) {
    String[] parts = text.split(":", -1);
    List<String> names = FORMS.stream().map(Form::name).toList();
    int kind = names.indexOf(parts[0]);
    if (kind < 0) {
      throw Nearest.unknown(SCHEDULE, text, names, "write one of " + forms());
    }
    Form form = FORMS.get(kind);
    try {
      List<Double> values = Arrays.stream(parts).skip(1).map(RecipeValues::decimal).toList();
      Checks.that(
          values.size() >= form.least && values.size() <= form.most,
          SCHEDULE,
          "another number of values",
          text);
      return form.make.apply(values);
    } catch (NumberFormatException | InputException e) {
      throw wrong(form, text, e);
    }
  }

  private static InputException wrong(Form form, String text, Exception cause) {
    return new InputException(
        String.join(" ", SCHEDULE + ": expects", form.name(), form.what())
            + ", such as "
            + form.example()
            + ", received '"
            + text
            + "'",
        cause);
  }

  private static double value(List<Double> values, int index, double unlessGiven) {
    return index < values.size() ? values.get(index) : unlessGiven;
  }

  private static int whole(double value) {
    if (value % 1 != 0 || Math.abs(value) > Integer.MAX_VALUE) {
      throw new NumberFormatException("not whole: " + value);
    }
    return (int) value;
  }

  static String format(Schedule schedule) {
    return switch (schedule) {
      case Cosine c -> "cosine";
      case Steps s ->
          "steps:" + s.shares().stream().map(String::valueOf).collect(Collectors.joining(":"));
      case Polynomial p -> "polynomial:" + number(p.power());
      case Exponential e -> "exponential:" + number(e.factor());
      case Triangular t ->
          "triangular:" + number(t.peak()) + ":" + number(t.start()) + ":" + number(t.end());
      case OneCycle o -> "one-cycle:" + number(o.peak());
      case Plateau p -> "plateau:" + number(p.factor()) + ":" + p.patience();
    };
  }

  static Warmup.Shape parseShape(String text) {
    if (text.equals(LINEAR)) {
      return new Warmup.Linear();
    }
    String[] parts = text.split(":", -1);
    if (!parts[0].equals(CONSTANT)) {
      throw Nearest.unknown(
          RecipeKeys.WARMUP_SHAPE,
          text,
          List.of(LINEAR, CONSTANT),
          "write it as linear or constant:0.1");
    }
    try {
      if (parts.length != 2) {
        throw new NumberFormatException("another number of values");
      }
      return new Warmup.Constant(RecipeValues.decimal(parts[1]));
    } catch (NumberFormatException e) {
      throw new InputException(
          RecipeKeys.WARMUP_SHAPE + ": expects such as constant:0.1, received '" + text + "'", e);
    }
  }

  static String format(Warmup.Shape shape) {
    return switch (shape) {
      case Warmup.Linear l -> LINEAR;
      case Warmup.Constant c -> CONSTANT + ":" + number(c.share());
    };
  }

  /** As short as it reads back the same: 1, not 1.0. */
  static String number(double value) {
    String text = Double.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
