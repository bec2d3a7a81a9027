package fastvsr.model.natives;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import fastvsr.model.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** NVIDIA's compiler for kernels, a library that comes with libtorch for CUDA (documentation of NVRTC, {@code nvrtc.h}). */
final class Nvrtc {
    /** Names of the library, newest first, where no folder is known; Python packages and archives of libtorch add to them. */
    private static final List<String> NAMES = List.of("libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2", "libnvrtc.so");
    private static final String FILES = "libnvrtc{.,-}*so*";

    /** What lies in one folder with an NVRTC that fits, or in a folder beside: libraries of libtorch and of CUDA. */
    private static final List<String> NEIGHBOURS = List.of("libnvrtc", "libtorch", "libcudart", "libcublas", "libcudnn");

    private final NativeLibrary library;

    private Nvrtc(NativeLibrary library) {
        this.library = library;
    }

    /**
     * The first that is found: beside libtorch and the libraries it has loaded, or where libraries are searched for.
     *
     * @throws ModelException ENGINE if there is none
     */
    static Nvrtc find(LoadedLibraries loaded) {
        Stream<String> beside = loaded.foldersOf(NEIGHBOURS).stream().flatMap(Nvrtc::places).distinct().flatMap(Nvrtc::files);
        return Stream.concat(beside, NAMES.stream()).map(Nvrtc::open).flatMap(Optional::stream).findFirst()
                .orElseThrow(() -> new ModelException(ModelException.Cause.ENGINE,
                        "NVRTC (libnvrtc.so) is not found: put it beside libtorch.so, or its folder into LD_LIBRARY_PATH"));
    }

    /** Python's packages of CUDA 12 hold one library in each folder. */
    private static Stream<Path> places(Path folder) {
        return Stream.of(folder, folder.resolve("../../cuda_nvrtc/lib").normalize(),
                folder.resolve("../../nvidia/cuda_nvrtc/lib").normalize());
    }

    private static Stream<String> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(file -> folder.getFileSystem().getPathMatcher("glob:" + FILES).matches(file.getFileName()))
                    .filter(file -> !file.getFileName().toString().matches(".*(builtins|\\.alt\\.).*"))
                    .map(Path::toString).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Nvrtc> open(String name) {
        try {
            return Optional.of(new Nvrtc(NativeLibrary.getInstance(name)));
        } catch (UnsatisfiedLinkError absent) {
            return Optional.empty();
        }
    }

    /**
     * Compiles a text of CUDA C++.
     *
     * @param architecture of the device, such as {@code sm_90}
     * @return what the driver loads
     * @throws ModelException ENGINE if the compiler refuses the text or does not know the architecture
     */
    byte[] compile(String source, String architecture) {
        PointerByReference created = new PointerByReference();
        check(call("nvrtcCreateProgram", created, source, "kernels.cu", 0, Pointer.NULL, Pointer.NULL), "a program");
        Pointer program = created.getValue();
        try {
            StringArray options = new StringArray(new String[] {"--gpu-architecture=" + architecture, "--std=c++14"});
            int result = call("nvrtcCompileProgram", program, 2, options);
            check(result, "kernels for " + architecture + (result == 0 ? "" : "\n" + log(program)));
            return read(program, "nvrtcGetCUBINSize", "nvrtcGetCUBIN");
        } finally {
            call("nvrtcDestroyProgram", created);
        }
    }

    private String log(Pointer program) {
        return new String(read(program, "nvrtcGetProgramLogSize", "nvrtcGetProgramLog"), StandardCharsets.UTF_8).replace("\0", "").strip();
    }

    private byte[] read(Pointer program, String sizeFunction, String function) {
        LongByReference size = new LongByReference();
        check(call(sizeFunction, program, size), "what to give back");
        try (Memory memory = new Memory(Math.max(1, size.getValue()))) {
            check(call(function, program, memory), "what to give back");
            return memory.getByteArray(0, Math.toIntExact(size.getValue()));
        }
    }

    private int call(String function, Object... arguments) {
        return library.getFunction(function).invokeInt(arguments);
    }

    private void check(int result, String what) {
        if (result != 0) {
            String reason = library.getFunction("nvrtcGetErrorString").invokeString(new Object[] {result}, false);
            throw new ModelException(ModelException.Cause.ENGINE, library.getFile() + ": " + reason + " for " + what);
        }
    }
}
