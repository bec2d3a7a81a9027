package fastvsr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The law of the house: which room may know which. */
class RoomsTest {
    private static final JavaClasses HOUSE =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("fastvsr");

    @Test
    void only_gst_and_the_host_tools_import_gstreamer() {
        noClasses().that().resideOutsideOfPackages("fastvsr.gst..", "fastvsr.cli..")
                .should().dependOnClassesThat().resideInAnyPackage("org.freedesktop..")
                .check(HOUSE);
    }

    /** DJL has no words for C functions that compile and start kernels of a GPU, nor for libtorch's log and the C library's heap. */
    @Test
    void only_gst_the_host_tools_and_natives_import_native_bindings() {
        noClasses().that().resideOutsideOfPackages("fastvsr.gst..", "fastvsr.cli..", "fastvsr.model.natives..")
                .should().dependOnClassesThat().resideInAnyPackage("com.sun.jna..")
                .check(HOUSE);
    }

    @Test
    void natives_know_only_the_errors_of_the_model() {
        classes().that().resideInAPackage("fastvsr.model.natives..")
                .should().onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "com.sun.jna..", "fastvsr.model", "fastvsr.model.natives..")
                .check(HOUSE);
    }

    @Test
    void only_model_torch_imports_djl() {
        noClasses().that().resideOutsideOfPackage("fastvsr.model.torch..")
                .should().dependOnClassesThat().resideInAPackage("ai.djl..")
                .check(HOUSE);
    }

    /** Training needs methods of its own pages, which the model's interface does not have. */
    @Test
    void only_training_and_its_tools_know_torch_behind_the_model() {
        noClasses().that().resideOutsideOfPackages("fastvsr.model..", "fastvsr.train..", "fastvsr.cli..")
                .should().dependOnClassesThat().resideInAnyPackage("fastvsr.model.torch..", "fastvsr.model.natives..")
                .check(HOUSE);
    }

    @Test
    void only_the_plugin_knows_the_element() {
        noClasses().that().resideOutsideOfPackage("fastvsr.element..").and().doNotBelongToAnyOf(Plugin.class)
                .should().dependOnClassesThat().resideInAPackage("fastvsr.element..")
                .check(HOUSE);
    }

    @Test
    void window_is_plain_java() {
        classes().that().resideInAPackage("fastvsr.window..")
                .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "fastvsr.window..")
                .check(HOUSE);
    }

    @Test
    void model_knows_no_other_room() {
        noClasses().that().resideInAPackage("fastvsr.model..")
                .should().dependOnClassesThat()
                .resideInAnyPackage("fastvsr.element..", "fastvsr.gst..", "fastvsr.window..", "fastvsr.cli..", "fastvsr.train..")
                .check(HOUSE);
    }

    @Test
    void gst_knows_no_other_room() {
        noClasses().that().resideInAPackage("fastvsr.gst..")
                .should().dependOnClassesThat()
                .resideInAnyPackage("fastvsr.element..", "fastvsr.model..", "fastvsr.window..", "fastvsr.cli..", "fastvsr.train..")
                .check(HOUSE);
    }

    @Test
    void nobody_knows_the_tools() {
        noClasses().that().resideOutsideOfPackages("fastvsr.cli..", "fastvsr.train..")
                .should().dependOnClassesThat().resideInAnyPackage("fastvsr.cli..", "fastvsr.train..")
                .check(HOUSE);
    }

    @Test
    void rooms_are_free_of_cycles() {
        slices().matching("fastvsr.(*)..").should().beFreeOfCycles().check(HOUSE);
    }
}
