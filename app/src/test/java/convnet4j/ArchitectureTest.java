package convnet4j;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds the design's table of rooms: which package may import which. A package that is not in the
 * table fails, so that a new room is a decision and not an accident.
 */
@AnalyzeClasses(packages = "convnet4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private enum Artifact {
    CORE,
    TORCH,
    APP
  }

  /** A row of the table; {@code sees} is what it may import, already transitive. */
  private record Room(Artifact artifact, Set<String> sees) {}

  private static final Map<String, Room> ROOMS = new LinkedHashMap<>();

  static {
    // A row names only rows above it: that is what makes imports point one way.
    room(Artifact.CORE, "errors");
    room(Artifact.CORE, "net");
    room(Artifact.CORE, "zoo", "net");
    room(Artifact.CORE, "cost", "net");
    room(Artifact.CORE, "io");
    room(Artifact.CORE, "data", "io");
    room(Artifact.CORE, "weights", "net", "data");
    room(Artifact.CORE, "stats");
    room(Artifact.CORE, "render", "cost", "stats", "io");
    room(Artifact.CORE, "onnx", "weights");
    room(Artifact.CORE, "recipe", "data", "zoo", "stats");
    room(Artifact.CORE, "track", "recipe");
    room(Artifact.CORE, "study", "recipe");
    room(Artifact.CORE, "report", "study", "render");
    room(Artifact.TORCH, "torch", "weights");
    room(Artifact.TORCH, "image", "torch", "data");
    room(Artifact.TORCH, "eval", "image", "recipe");
    room(Artifact.TORCH, "explain", "eval");
    room(Artifact.TORCH, "train", "explain");
    room(Artifact.TORCH, "dist", "train");
    room(Artifact.APP, "serve", allAbove());
    room(Artifact.APP, "cli", allAbove());
  }

  @ArchTest
  static final ArchRule importsFollowTheTable = classes().should(importOnlyWhatTheTableAllows());

  @ArchTest
  static final ArchRule onlyTheTorchArtifactSeesNatives =
      noClasses()
          .that(describe("live outside convnet4j-torch", c -> !isIn(Artifact.TORCH, c)))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule onlyCliPrintsAndExits =
      noClasses()
          .that()
          .resideOutsideOfPackage("convnet4j.cli..")
          .should(ACCESS_STANDARD_STREAMS)
          .orShould(callMethod(System.class, "exit", int.class))
          .orShould(callMethod(Runtime.class, "exit", int.class))
          .orShould(callMethod(Runtime.class, "halt", int.class));

  private static void room(Artifact artifact, String name, String... imports) {
    Set<String> sees = new TreeSet<>(Set.of(name));
    if (!name.equals("errors")) {
      sees.add("errors"); // every room may say what is wrong
    }
    for (String imported : imports) {
      if (!ROOMS.containsKey(imported)) {
        throw new IllegalArgumentException(
            name + " imports " + imported + ", which is no row above it");
      }
      sees.addAll(ROOMS.get(imported).sees());
    }
    ROOMS.put(name, new Room(artifact, sees));
  }

  private static String[] allAbove() {
    return ROOMS.keySet().toArray(String[]::new);
  }

  /** {@code convnet4j.data.Cifar} and {@code convnet4j.data.formats.Cifar} are in room data. */
  private static String roomOf(JavaClass type) {
    String[] segments = type.getPackageName().split("\\.", 3);
    return segments.length > 1 ? segments[1] : "";
  }

  private static boolean isIn(Artifact artifact, JavaClass type) {
    Room room = ROOMS.get(roomOf(type));
    return room != null && room.artifact() == artifact;
  }

  private static ArchCondition<JavaClass> importOnlyWhatTheTableAllows() {
    return new ArchCondition<>("import only what the table of rooms allows") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String from = roomOf(type);
        if (!ROOMS.containsKey(from)) {
          events.add(
              SimpleConditionEvent.violated(
                  type, type.getName() + ": package not in the table of rooms"));
          return;
        }
        Set<String> sees = ROOMS.get(from).sees();
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (target.getPackageName().startsWith("convnet4j") && !sees.contains(roomOf(target))) {
            String message = from + " may import " + sees + ", but: " + dependency.getDescription();
            events.add(SimpleConditionEvent.violated(dependency, message));
          }
        }
      }
    };
  }
}
