package fastvsr.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says in one screen what is found on this machine, what is missing, what to do about it. */
@Command(name = "doctor", mixinStandardHelpOptions = true,
        description = "Says what is found on this machine, and what to do about what is missing.")
final class Doctor implements Callable<Integer> {
    @Override
    public Integer call() {
        List<Finding> findings = new Examination().findings();
        findings.forEach(finding -> System.out.println(finding.line()));
        List<Finding> missing = findings.stream().filter(Finding::stopsWork).toList();
        System.out.println(missing.isEmpty() ? "Everything that is needed is here." : "Missing: " + names(missing) + ".");
        return missing.isEmpty() ? 0 : 1;
    }

    private static String names(List<Finding> findings) {
        return String.join(", ", findings.stream().map(Finding::subject).toList());
    }
}
