package dev.ansatz.validation;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may see whom: each package of ours with the others that it may use. What is not listed here is not allowed. */
class LayersTest {
  private static final String OURS = "dev.ansatz.";
  private static final String SOLVING = "pde.. solve.. engine.. reference.. io..";

  /** Package to the packages it may use, beside itself; {@code p..} includes sub-packages. */
  private static final Map<String, String> MAY_USE = new LinkedHashMap<>();

  static {
    MAY_USE.put("engine.kernel..", "");
    MAY_USE.put("engine.array..", "engine.kernel..");
    MAY_USE.put("engine.program..", "engine.kernel.. engine.array..");
    MAY_USE.put("engine.jet..", "engine.kernel.. engine.array.. engine.program..");
    MAY_USE.put("engine.linalg..", "engine.kernel.. engine.array.. engine.program..");
    MAY_USE.put("engine.nn..", "engine.kernel.. engine.array.. engine.program.. engine.jet..");
    MAY_USE.put("engine.optim..", "engine.kernel.. engine.array.. engine.program.. engine.jet.. engine.nn.. engine.linalg..");
    MAY_USE.put("engine.cuda..", "engine.kernel.. engine.array.. engine.program..");
    // x.in(0, 1) makes a range
    MAY_USE.put("pde.expr..", "");
    MAY_USE.put("pde.geometry..", "pde.expr..");
    MAY_USE.put("pde.law..", "pde.expr..");
    MAY_USE.put("pde", "pde.expr.. pde.geometry.. pde.law..");
    MAY_USE.put("pde.catalog..", "pde pde.expr.. pde.geometry..");
    MAY_USE.put("pde.lower..", "pde pde.expr.. pde.geometry.. engine.kernel.. engine.jet..");
    // a derivative is named by a multi-index, a pointwise value by a kernel
    MAY_USE.put("solve..", "pde pde.expr.. pde.geometry.. pde.lower.. engine.kernel.. engine.jet..");
    MAY_USE.put("reference..", "pde.. solve.. engine..");
    MAY_USE.put("io..", "pde.. solve.. engine..");
    MAY_USE.put("pinn..", SOLVING);
    MAY_USE.put("operators..", SOLVING);
    MAY_USE.put("gp..", SOLVING);
    MAY_USE.put("meshes..", SOLVING);
    MAY_USE.put("validation..", SOLVING + " pinn.. operators.. gp.. meshes..");
  }

  private static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.ansatz");

  @TestFactory
  Stream<DynamicTest> eachPackageUsesOnlyItsLayers() {
    return MAY_USE.entrySet().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getKey(),
                    () ->
                        noClasses()
                            .that(resideInAPackage(OURS + rule.getKey()))
                            .should()
                            .dependOnClassesThat(
                                resideInAPackage("dev.ansatz..")
                                    .and(not(resideInAnyPackage(allowed(rule.getKey() + " " + rule.getValue())))))
                            .allowEmptyShould(true)
                            .check(CLASSES)));
  }

  private static String[] allowed(String packages) {
    return Stream.of(packages.trim().split(" +")).map(OURS::concat).toArray(String[]::new);
  }

  @Test
  void everyPackageHasItsPlace() {
    classes().should().resideInAnyPackage(MAY_USE.keySet().stream().map(OURS::concat).toArray(String[]::new)).check(CLASSES);
  }

  @Test
  void noCyclesBetweenPackages() {
    for (String level : List.of("dev.ansatz.(*)..", "dev.ansatz.engine.(*)..")) {
      SlicesRuleDefinition.slices().matching(level).should().beFreeOfCycles().allowEmptyShould(true).check(CLASSES);
    }
  }

  /** The rules would pass on an empty class path. */
  @Test
  void allModulesAreSeen() {
    assertThat(CLASSES.stream().map(c -> c.getPackageName()))
        .contains("dev.ansatz.pde.expr", "dev.ansatz.solve", "dev.ansatz.engine.kernel");
  }
}
