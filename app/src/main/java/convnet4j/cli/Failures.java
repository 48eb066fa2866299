package convnet4j.cli;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line and an exit code. A stack trace means a bug. */
final class Failures {
  private final PrintWriter err;

  Failures(PrintWriter err) {
    this.err = err;
  }

  int report(Throwable failure) {
    return switch (failure) {
      case ParameterException e -> fail(parameterMessage(e), ExitCode.WRONG_INPUT);
      case InputException e -> fail(e.getMessage(), ExitCode.WRONG_INPUT);
      case CancellationException e -> fail("interrupted", ExitCode.INTERRUPTED);
      case InterruptedException e -> fail("interrupted", ExitCode.INTERRUPTED);
      case UncheckedIOException e -> fail(e.getMessage(), ExitCode.FAILED);
      case IOException e -> fail(e.toString(), ExitCode.FAILED);
      case OutOfMemoryError e ->
          fail(
              "out of memory ("
                  + e.getMessage()
                  + "); use a smaller --batch-size, or give the JVM"
                  + " more with CONVNET4J_JAVA_OPTS=-Xmx4g",
              ExitCode.FAILED);
      case LinkageError e ->
          fail("a library cannot be loaded (" + e + "); run ./convnet doctor", ExitCode.FAILED);
      default -> bug(failure);
    };
  }

  private int fail(String message, int code) {
    // Messages of other libraries may have more lines than the one that users are promised.
    err.println("error: " + String.valueOf(message).strip().replaceAll("\\p{Cntrl}+", " "));
    err.flush();
    return code;
  }

  private int bug(Throwable failure) {
    int code =
        fail(failure + "; this is a bug, please report it with these lines:", ExitCode.FAILED);
    failure.printStackTrace(err);
    err.flush();
    return code;
  }

  private static String parameterMessage(ParameterException e) {
    CommandLine line = e.getCommandLine();
    String help = "./" + line.getCommandSpec().qualifiedName() + " --help";
    ArgSpec arg = e.getArgSpec();
    return switch (e) {
      case UnmatchedArgumentException unmatched -> unmatched(unmatched, line, help);
      case MissingParameterException missing -> missing(missing, line, help);
      default ->
          (arg == null || e.getValue() == null
                  ? lowerCase(e.getMessage())
                  : name(arg) + ": expects " + expected(arg) + ", received '" + e.getValue() + "'")
              + "; see "
              + help;
    };
  }

  private static String unmatched(UnmatchedArgumentException e, CommandLine line, String help) {
    String argument = e.getUnmatched().getFirst();
    Collection<String> commands = line.getSubcommands().keySet();
    if (argument.startsWith("-") && argument.length() > 1) {
      List<String> names =
          line.getCommandSpec().options().stream()
              .flatMap(option -> List.of(option.names()).stream())
              .toList();
      String name = argument.split("=", 2)[0];
      return Nearest.unknown("option", name, names, "See " + help).getMessage();
    }
    if (!commands.isEmpty()) {
      return Nearest.unknown("command", argument, commands, "See " + help).getMessage();
    }
    return "unexpected argument '" + argument + "'; see " + help;
  }

  private static String missing(MissingParameterException e, CommandLine line, String help) {
    ArgSpec arg = e.getMissing().isEmpty() ? e.getArgSpec() : e.getMissing().getFirst();
    String where = arg.isOption() ? name(arg) : "./" + line.getCommandSpec().qualifiedName();
    return where + ": expects " + expected(arg) + ", received nothing; see " + help;
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }

  private static String expected(ArgSpec arg) {
    Class<?> type = arg.auxiliaryTypes()[0];
    if (List.of(int.class, Integer.class, long.class, Long.class).contains(type)) {
      return "a whole number";
    }
    if (type == Double.class) {
      return "numbers";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(" or "));
    }
    return arg.paramLabel();
  }

  private static String lowerCase(String message) {
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }
}
