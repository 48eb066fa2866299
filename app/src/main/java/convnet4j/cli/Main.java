package convnet4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The program {@code convnet}: finds the command, runs it, and turns what came of it into an exit
 * code.
 */
@Command(
    name = "convnet",
    description = "Trains, evaluates and examines convolutional image classifiers.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Main.Version.class,
    subcommands = {
      TrainCommand.class,
      EvalCommand.class,
      PredictCommand.class,
      CompareRunsCommand.class,
      ReportCommand.class,
      ExplainCommand.class,
      ConvertCommand.class,
      ModelsCommand.class,
      SummaryCommand.class,
      CompareCommand.class,
      DiagramCommand.class,
      DataCommand.class,
      StudyCommand.class,
      DoctorCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet doctor",
      "  ./convnet train resnet20 --data shapes --epochs 2",
      "  ./convnet train resnet18_cifar --data cifar10 --epochs 30",
      "  ./convnet eval runs/NAME",
      "  ./convnet predict runs/NAME photo.jpg",
      "  ./convnet compare-runs runs/ONE runs/OTHER",
      "  ./convnet study run shortcut-options --scale small",
      "",
      "Exit codes: 0 done, 2 wrong input, 130 interrupted, 1 anything else."
    })
public final class Main implements Runnable {
  private final Terminal terminal;

  @SuppressWarnings("unused") // picocli acts on it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help, or with a command, that command's.")
  private boolean help;

  @SuppressWarnings("unused") // picocli acts on it
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  private boolean version;

  @Spec private CommandSpec spec;

  private Main(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    StandardOutput standard = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    PrintWriter out = utf8(standard);
    PrintWriter err = utf8(new FileOutputStream(FileDescriptor.err));
    int code = run(out, err, Terminal.here(), args);
    out.flush();
    if (standard.failed() && code == ExitCode.DONE) {
      err.println("error: standard output cannot be written");
      code = ExitCode.FAILED;
    }
    err.flush();
    System.exit(code);
  }

  /** Runs one command and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, Terminal terminal, String... args) {
    Failures failures = new Failures(err);
    CommandLine line =
        new CommandLine(new Main(terminal))
            .setOut(out)
            .setErr(err)
            .setColorScheme(
                Help.defaultColorScheme(terminal.colour() ? Help.Ansi.ON : Help.Ansi.OFF))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true)
            .setParameterExceptionHandler((e, arguments) -> failures.report(e))
            .setExecutionExceptionHandler((e, command, result) -> failures.report(e));
    usage(line);
    try {
      return line.execute(args);
    } catch (Throwable e) { // errors, which picocli lets pass: out of memory, missing libraries
      return failures.report(e);
    }
  }

  /** {@code convnet} alone. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Options in the order in which they are declared, which is that of use. */
  private static void usage(CommandLine line) {
    line.getCommandSpec().usageMessage().sortOptions(false).abbreviateSynopsis(true);
    line.getSubcommands().values().forEach(Main::usage);
  }

  Terminal terminal() {
    return terminal;
  }

  /** This program's version, from the manifest of its jar. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not from a jar)" : version;
  }

  /** UTF-8 whatever the locale: JSON is, and terminals are. */
  private static PrintWriter utf8(OutputStream out) {
    return new PrintWriter(out, false, StandardCharsets.UTF_8);
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "convnet4j " + version(),
        "Java "
            + Runtime.version()
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
      };
    }
  }
}
