namespace OllamaNet.Inference.Embedded.Grammar;

/// <summary>A member of an object, in the order of the schema; an optional one may be left out.</summary>
internal sealed record ObjectMember(string Rule, bool IsRequired)
{
    public static string Join(IReadOnlyList<ObjectMember> members, GrammarRules rules) => $"\"{{\" ws {Tail(members, 0, isFirst: true, rules, [])} ws \"}}\"";

    /// <summary>What may follow from one member on. The comma belongs to the later of two, so it is there only when both are.</summary>
    private static string Tail(IReadOnlyList<ObjectMember> members, int index, bool isFirst, GrammarRules rules, Dictionary<(int, bool), string> written)
    {
        if (index == members.Count) return "";
        if (written.TryGetValue((index, isFirst), out var known)) return known;

        var member = members[index];
        var with = $"{(isFirst ? "" : "comma ")}{member.Rule} {Tail(members, index + 1, isFirst: false, rules, written)}";
        if (member.IsRequired) return written[(index, isFirst)] = rules.Add(with);

        var without = Tail(members, index + 1, isFirst, rules, written);
        return written[(index, isFirst)] = rules.Add($"{with} | {(without.Length == 0 ? "\"\"" : without)}");
    }
}
