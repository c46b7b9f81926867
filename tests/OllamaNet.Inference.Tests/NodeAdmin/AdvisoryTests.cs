using OllamaNet.Inference.Engines;
using Xunit;

namespace OllamaNet.Inference.Tests.NodeAdmin;

public sealed class AdvisoryTests
{
    [Theory]
    [InlineData("0.16.9", "CVE-2026-7482"), InlineData("0.17.0", "CVE-2026-7482"), InlineData("0.17.1-rc2", "CVE-2026-7482"), InlineData("0.17.1", "CVE-2026-103663"), InlineData("0.34.1", "CVE-2026-103663")]
    [InlineData("0.34.2", "CVE-2026-103663"), InlineData("v0.34.9", "CVE-2026-103663"), InlineData("0.35.0-rc1", "CVE-2026-103663"), InlineData("0.35.0", null), InlineData("0.36.2-dirty", null), InlineData("1.0.0", null)]
    [InlineData("", null), InlineData(null, null), InlineData("abc", null), InlineData("0.35", null)]
    public void A_version_below_the_mended_one_is_warned_of_by_its_advisory(string? version, string? advisory)
    {
        var warning = OllamaAdvisories.For(version);

        if (advisory is null) Assert.Null(warning);
        else Assert.Contains(advisory, warning, StringComparison.Ordinal);
    }
}
