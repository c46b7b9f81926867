using System.Text.RegularExpressions;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Models;

namespace OllamaNet.Inference.Nodes.Admin;

/// <summary>What is wrong with what somebody says about a node: messages a field of the body.</summary>
internal sealed partial class NodeRules
{
    public const string Name = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";
    public const string NameMessage = "A node's name has up to 64 letters, digits, dots, hyphens and underscores, and begins with a letter or digit.";
    public const int MaxUrl = 2000;
    private const int MaxLabels = 32, MaxLabelValue = 200, MaxPlaced = 1000;
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    /// <summary>Empty when nothing is wrong.</summary>
    public IDictionary<string, string[]> Errors => _errors;

    public NodeRules Url(NodeKind kind, string? url)
    {
        if (kind is NodeKind.Embedded)
        {
            if (!string.IsNullOrEmpty(url)) Add("url", "The embedded engine has no address.");
        }
        else if (!TryParse(url, out var parsed))
        {
            Add("url", "Give the node's address, beginning with http:// or https://.");
        }
        else if (parsed.UserInfo.Length > 0 || parsed.Query.Length > 0 || parsed.Fragment.Length > 0)
        {
            Add("url", "The address must have no user, query or fragment; a key belongs in 'apiKey'.");
        }

        return this;
    }

    public NodeRules ApiKey(string? key)
    {
        if (!string.IsNullOrEmpty(key) && !KeyText().IsMatch(key)) Add("apiKey", "A key has up to 4,000 letters, digits and signs of ASCII, and no spaces.");
        return this;
    }

    public NodeRules Labels(IReadOnlyDictionary<string, string>? labels)
    {
        if (labels is null) return this;
        if (labels.Count > MaxLabels) Add("labels", $"A node has up to {MaxLabels} labels.");
        if (labels.Keys.Any(l => !LabelText().IsMatch(l))) Add("labels", "A label's name has up to 63 letters, digits, dots, hyphens, slashes and underscores.");
        if (labels.Values.Any(v => v is null || v.Length > MaxLabelValue || v.Any(char.IsControl))) Add("labels", $"A label's value has up to {MaxLabelValue} characters.");
        return this;
    }

    public NodeRules Models(string field, IReadOnlyList<PlacedModel>? models)
    {
        if (models is null) return this;
        if (models.Count > MaxPlaced) Add(field, $"A node serves up to {MaxPlaced} models.");
        if (models.Any(m => m is null || !IsModelName(m.Name) || (m.Upstream is not null && !IsModelName(m.Upstream)))) Add(field, "Every model needs a name of up to 200 characters.");
        else if (models.Select(m => ModelNames.Canonical(m.Name)).Distinct(StringComparer.Ordinal).Count() < models.Count) Add(field, "Two models have the same name.");
        return this;
    }

    public NodeRules Timeouts(NodeTimeouts? timeouts)
    {
        double?[] all = timeouts is null ? [] : [timeouts.Connect, timeouts.FirstToken, timeouts.BetweenTokens, timeouts.Total];
        if (all.Any(s => s is < 0.05 or > 86_400)) Add("timeouts", "A timeout has 0.05 to 86,400 seconds.");
        return this;
    }

    public NodeRules Add(string field, string message)
    {
        _errors.TryAdd(field, [message]);
        return this;
    }

    public static bool IsModelName(string? name) => name is { Length: > 0 and <= ModelNames.MaxLength } && !name.Any(char.IsControl) && name.Trim() == name;

    public static bool TryParse(string? url, out Uri parsed) =>
        Uri.TryCreate(url, UriKind.Absolute, out parsed!) && parsed.Scheme is "http" or "https" && parsed.Host.Length > 0;

    [GeneratedRegex(@"\A[\x21-\x7e]{1,4000}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex KeyText();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._/-]{0,62}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex LabelText();
}
