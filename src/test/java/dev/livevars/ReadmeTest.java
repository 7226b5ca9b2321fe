package dev.livevars;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's Java example runs as printed. */
class ReadmeTest {
  @TempDir private Path folder;

  @Test
  void shouldRunTheJavaExample() throws Exception {
    Path source = folder.resolve("HelloWatch.java");
    Files.writeString(source, firstBlock("java"));
    String classPath = System.getProperty("java.class.path");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(
            compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                classPath,
                "-d",
                folder.toString(),
                source.toString()))
        .isZero();
    Process example =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + System.getProperty("path.separator") + classPath,
                "HelloWatch")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(example.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(example.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(printed.lines())
        .containsExactly(
            "llm.temperature null 0.7", "llm.temperature 0.7 0.9", "llm.temperature 0.9 0.45");
  }

  @Test
  void shouldBeginWithTheTwoCommands() throws Exception {
    Matcher blocks = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL).matcher(readme());
    assertThat(blocks.find()).isTrue();
    assertThat(blocks.group(1).lines()).singleElement().asString().contains("demo");
    assertThat(blocks.find()).isTrue();
    assertThat(blocks.group(1).lines()).singleElement().asString().contains("verify");
  }

  private static String firstBlock(String language) throws Exception {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(readme());
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static String readme() throws Exception {
    return Files.readString(Path.of("README.md"));
  }
}
