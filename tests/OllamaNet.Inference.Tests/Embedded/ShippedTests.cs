using System.Runtime.InteropServices;
using OllamaNet.Inference.Embedded;
using OllamaNet.Inference.Embedded.Native;
using Xunit;

namespace OllamaNet.Inference.Tests.Embedded;

public sealed class ShippedTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("ollamanet-shipped-");

    [Fact]
    public void What_lies_beside_the_program_comes_first()
    {
        var program = Make("repo/artifacts/bin");
        Make("repo/artifacts/bin/models");
        Make("repo/models");
        File.WriteAllText(Path.Combine(root.FullName, "repo/OllamaNet.slnx"), "");

        Assert.Equal(Path.Combine(program, "models"), Shipped.Find("models", program));
    }

    [Fact]
    public void From_the_sources_the_root_of_the_sources_counts_and_no_other_folder_above()
    {
        var program = Make("repo/artifacts/bin");
        Make("native");
        Make("repo/artifacts/native");
        File.WriteAllText(Path.Combine(root.FullName, "repo/OllamaNet.slnx"), "");

        Assert.Null(Shipped.Find("native", program));
        Make("repo/native");
        Assert.Equal(Path.Combine(root.FullName, "repo/native"), Shipped.Find("native", program));
        Assert.Null(Shipped.Find("native", Make("elsewhere/app")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("llama")]
    [InlineData("node_modules/@node-llama-cpp/{0}/bins/{0}")]
    [InlineData("@node-llama-cpp/{0}/bins/{0}")]
    public void Libraries_are_found_in_every_layout(string layout)
    {
        var platform = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "linux-x64" : "linux-arm64";
        var folder = Make(Path.Combine("native", string.Format(System.Globalization.CultureInfo.InvariantCulture, layout, platform)));
        var given = Path.Combine(root.FullName, "native");
        Assert.Null(NativeDirectory.Find(given));

        foreach (var name in (string[])["libllama.v0.5.0.so", "libggml.v0.5.0.so", "libggml-base.so"]) File.WriteAllText(Path.Combine(folder, name), "");

        Assert.Equal(folder.TrimEnd('/'), NativeDirectory.Find(given)!.TrimEnd('/'));
        Assert.EndsWith("libggml.v0.5.0.so", NativeDirectory.Library(folder, "ggml"), StringComparison.Ordinal);
    }

    public void Dispose() => root.Delete(recursive: true);

    private string Make(string path) => Directory.CreateDirectory(Path.Combine(root.FullName, path)).FullName;
}
