package fastvsr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The law of the house: which room may know which. */
@AnalyzeClasses(packages = "fastvsr", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule only_gst_and_the_host_tools_import_native_bindings = noClasses()
            .that().resideOutsideOfPackages("fastvsr.gst..", "fastvsr.cli..")
            .should().dependOnClassesThat().resideInAnyPackage("com.sun.jna..", "org.freedesktop..");

    @ArchTest
    static final ArchRule only_model_torch_imports_djl = noClasses()
            .that().resideOutsideOfPackage("fastvsr.model.torch..")
            .should().dependOnClassesThat().resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule window_is_plain_java = classes()
            .that().resideInAPackage("fastvsr.window..")
            .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "fastvsr.window..");

    @ArchTest
    static final ArchRule model_knows_no_other_room = noClasses()
            .that().resideInAPackage("fastvsr.model..")
            .should().dependOnClassesThat()
            .resideInAnyPackage("fastvsr.element..", "fastvsr.gst..", "fastvsr.window..", "fastvsr.cli..", "fastvsr.train..");

    @ArchTest
    static final ArchRule gst_knows_no_other_room = noClasses()
            .that().resideInAPackage("fastvsr.gst..")
            .should().dependOnClassesThat()
            .resideInAnyPackage("fastvsr.element..", "fastvsr.model..", "fastvsr.window..", "fastvsr.cli..", "fastvsr.train..");

    @ArchTest
    static final ArchRule nobody_knows_the_tools = noClasses()
            .that().resideOutsideOfPackages("fastvsr.cli..", "fastvsr.train..")
            .should().dependOnClassesThat().resideInAnyPackage("fastvsr.cli..", "fastvsr.train..");

    @ArchTest
    static final ArchRule rooms_are_free_of_cycles = slices().matching("fastvsr.(*)..").should().beFreeOfCycles();
}
