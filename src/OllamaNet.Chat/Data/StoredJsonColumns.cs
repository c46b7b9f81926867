using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OllamaNet.Chat.Data;

internal static class StoredJsonColumns
{
    /// <summary>An immutable value in a JSONB column: a new object is a change, the same is none.</summary>
    public static PropertyBuilder<T> HasStoredJson<T, TStored>(this PropertyBuilder<T> property, JsonTypeInfo<TStored> type) where TStored : class, T =>
        property.HasColumnType("jsonb").HasConversion(
            value => JsonSerializer.Serialize(value, type),
            json => JsonSerializer.Deserialize(json, type)!,
            new ValueComparer<T>((a, b) => ReferenceEquals(a, b), value => value == null ? 0 : value.GetHashCode(), value => value));
}
