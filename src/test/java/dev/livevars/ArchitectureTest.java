package dev.livevars;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows between rooms, and what only some rooms may touch. */
class ArchitectureTest {
  private static final String ROOT = "dev.livevars";
  private static final String GENERATED = "dev.livevars.wire..v1";
  private static final Set<String> WIRING = Set.of("Variables", "Livevars", "Main");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** A room, and the rooms that it may know beside itself. The root is the public API. */
  @ParameterizedTest
  @CsvSource({
    "model, model",
    "bus, model wire",
    "changelog, model wire",
    "state, changelog bus model",
    "watch, bus model",
    "observer, watch bus model",
    "local, root watch bus model",
    "remote, root watch bus model wire",
    "wire, model",
    "grpc, wire watch observer-api bus model",
    "cluster, model",
    "ops, model observer-api",
    "text, model"
  })
  void shouldKeepTheArrowsBetweenRooms(String room, String allowed) {
    noClasses()
        .that()
        .resideInAPackage(packages(room))
        .and(not(resideInAPackage(GENERATED)))
        .should()
        .dependOnClassesThat(ofLivevars().and(not(inAnyOf(room + " " + allowed))))
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void shouldKeepThePublicApiOnTheModelAlone() {
    noClasses()
        .that()
        .resideInAPackage(ROOT)
        .and(not(ofWiring()))
        .should()
        .dependOnClassesThat(ofLivevars().and(not(inAnyOf("root model"))))
        .allowEmptyShould(true)
        .check(MAIN);
    noClasses()
        .that(ofWiring())
        .and()
        .haveSimpleName("Variables")
        .should()
        .dependOnClassesThat(ofLivevars().and(not(inAnyOf("root model local remote"))))
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void shouldSeeGeneratedClassesOnlyAtTheEdge() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            packages("wire"), packages("grpc"), packages("remote"), packages("bench"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(GENERATED)
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void shouldSeeJsonOnlyInConfigOpsAndDemo() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages("config"), packages("ops"), packages("demo"), GENERATED)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(JsonObject.class)
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void shouldNeverSleep() {
    noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "Thread.sleep",
                call ->
                    call.getTargetOwner().isEquivalentTo(Thread.class)
                        && call.getName().equals("sleep")))
        .check(MAIN);
  }

  @Test
  void shouldMakeVertxOnlyWhereTheProgramIsWired() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages("cli"), packages("config"))
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".Main")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".Livevars")
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "Vertx.vertx, Vertx.clusteredVertx or Vertx.builder",
                call ->
                    call.getTargetOwner().isEquivalentTo(Vertx.class)
                        && Set.of("vertx", "clusteredVertx", "builder").contains(call.getName())))
        .check(MAIN);
  }

  @Test
  void shouldHaveRoomsThatSayWhatTheyAre() throws Exception {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      Set<Path> rooms =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(Path::getParent)
              .collect(Collectors.toSet());
      assertThat(rooms).allSatisfy(room -> assertThat(room.resolve("package-info.java")).exists());
    }
  }

  @Test
  void shouldTellEachClassItsRoom() {
    classes()
        .should()
        .resideInAnyPackage(
            Stream.concat(
                    Stream.of(ROOT),
                    Stream.of(
                            "model",
                            "bus",
                            "changelog",
                            "state",
                            "watch",
                            "observer",
                            "local",
                            "remote",
                            "wire",
                            "grpc",
                            "cluster",
                            "ops",
                            "config",
                            "text",
                            "demo",
                            "bench",
                            "cli")
                        .map(ArchitectureTest::packages))
                .toArray(String[]::new))
        .check(MAIN);
  }

  private static DescribedPredicate<JavaClass> ofLivevars() {
    return resideInAPackage(ROOT + "..");
  }

  private static DescribedPredicate<JavaClass> ofWiring() {
    return resideInAPackage(ROOT)
        .and(
            DescribedPredicate.describe(
                "wiring", type -> WIRING.contains(topLevel(type).getSimpleName())));
  }

  private static DescribedPredicate<JavaClass> inAnyOf(String rooms) {
    return Arrays.stream(rooms.split(" "))
        .map(ArchitectureTest::in)
        .reduce((one, other) -> one.or(other))
        .orElseThrow();
  }

  private static DescribedPredicate<JavaClass> in(String room) {
    return switch (room) {
      case "root" -> resideInAPackage(ROOT);
      case "observer-api" ->
          resideInAPackage(ROOT + ".observer")
              .and(
                  DescribedPredicate.describe(
                      "public", type -> type.getModifiers().contains(JavaModifier.PUBLIC)));
      default -> resideInAPackage(packages(room));
    };
  }

  private static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(type);
  }

  private static String packages(String room) {
    return ROOT + "." + room + "..";
  }
}
