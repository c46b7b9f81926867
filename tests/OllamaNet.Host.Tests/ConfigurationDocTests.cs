using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OllamaNet.Host;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Host.Tests;

/// <summary>docs/configuration.md is made from the options themselves, so that it cannot lie. <c>OLLAMANET_UPDATE_DOCS=1</c> writes it anew.</summary>
public sealed partial class ConfigurationDocTests
{
    private static readonly string Path = System.IO.Path.Combine(Repository.Root, "docs", "configuration.md");

    private readonly Dictionary<string, string> _summaries = new(StringComparer.Ordinal);

    [Fact]
    public async Task The_configuration_page_lists_every_option_as_it_is()
    {
        var page = Write();
        if (Environment.GetEnvironmentVariable("OLLAMANET_UPDATE_DOCS") == "1") await File.WriteAllTextAsync(Path, page);

        Assert.True(await File.ReadAllTextAsync(Path) == page, "docs/configuration.md is not what the options say. Run this test with OLLAMANET_UPDATE_DOCS=1 and commit the page.");
    }

    [Fact]
    public void Every_option_says_what_it_is_for()
    {
        Assert.All(Sections().SelectMany(s => Rows(s.Section, s.Type)), row => Assert.False(string.IsNullOrEmpty(row.Summary), $"{row.Name} has no summary."));
    }

    private string Write()
    {
        var page = new StringBuilder("""
            # Configuration

            Written from the options in the code. Set them in `data/settings.json` (`{ "Chat": { "DefaultModel": "llama3.2" } }`), as environment variables
            (`OLLAMANET_Chat__DefaultModel=llama3.2`) or as arguments (`--Chat:DefaultModel=llama3.2`); the later of these wins. A wrong value is refused at start.
            Some can be changed while the server runs: see [settings.md](settings.md).

            Outside of sections: `ConnectionStrings:OllamaNet` (your own PostgreSQL instead of the embedded one), `OTEL_EXPORTER_OTLP_ENDPOINT` (where traces,
            metrics and logs go), and the options of `ollamanet serve --help`.

            """);
        foreach (var (section, type) in Sections())
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {section}\n\n| setting | default | what it is for |\n|---|---|---|\n");
            foreach (var (name, value, summary) in Rows(section, type)) page.Append(CultureInfo.InvariantCulture, $"| `{name}` | {value} | {summary} |\n");
        }

        return page.ToString();
    }

    private static IEnumerable<(string Section, Type Type)> Sections() =>
        from assembly in typeof(OllamaNetHost).Assembly.GetReferencedAssemblies().Where(a => a.Name!.StartsWith("OllamaNet.", StringComparison.Ordinal)).Select(Assembly.Load)
        from type in assembly.GetTypes()
        let section = type.Name.EndsWith("Options", StringComparison.Ordinal) ? type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string : null
        where section is not null
        orderby section
        select (section, type);

    private IEnumerable<(string Name, string Default, string Summary)> Rows(string prefix, Type type, object? defaults = null)
    {
        defaults ??= Activator.CreateInstance(type, nonPublic: true);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            var name = $"{prefix}:{property.Name}";
            yield return (name, Default(property.GetValue(defaults)), Summary(property));

            var element = property.PropertyType.IsArray ? property.PropertyType.GetElementType()! : property.PropertyType;
            if (element is { IsClass: true } && element != type && element.Namespace?.StartsWith("OllamaNet", StringComparison.Ordinal) is true)
                foreach (var row in Rows(property.PropertyType.IsArray ? $"{name}:0" : name, element, property.PropertyType.IsArray ? null : property.GetValue(defaults))) yield return row;
        }
    }

    private static string Default(object? value) => value switch
    {
        null or "" => "",
        IEnumerable and not string => "",
        bool flag => flag ? "`true`" : "`false`",
        Enum or TimeSpan or string or IFormattable => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
        _ => "",
    };

    private string Summary(PropertyInfo property)
    {
        var id = $"P:{property.DeclaringType!.FullName!.Replace('+', '.')}.{property.Name}";
        if (_summaries.Count == 0 || !_summaries.ContainsKey(id)) Load(property.DeclaringType.Assembly);
        var range = property.GetCustomAttribute<RangeAttribute>() is { } r ? $" {r.Minimum} to {r.Maximum}." : "";
        return _summaries.GetValueOrDefault(id, "") + range;
    }

    private void Load(Assembly assembly)
    {
        var members = XDocument.Load(System.IO.Path.ChangeExtension(assembly.Location, ".xml"), LoadOptions.PreserveWhitespace).Descendants("member");
        foreach (var member in members.Where(m => m.Element("summary") is not null))
            _summaries[(string)member.Attribute("name")!] = Text(member.Element("summary")!).Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Text(XElement summary) => Spaces().Replace(string.Concat(summary.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{((string?)see.Attribute("cref"))?.Split('.')[^1]}`",
        XElement other => other.Value,
        _ => "",
    })), " ").Trim();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
