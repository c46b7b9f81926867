using System.ComponentModel.DataAnnotations;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Sso;

/// <summary>Gives a role to whom the provider tells something about.</summary>
/// <param name="Claim">Its name, such as <c>groups</c>; a claim inside another is <c>realm_access.roles</c>.</param>
/// <param name="Value">What it has to be, or to contain where it is a list. Exactly.</param>
/// <param name="Role">The role that is given.</param>
public sealed record RoleRule([Required, NotBlank, MaxLength(100)] string Claim, [Required, NotBlank, MaxLength(300)] string Value, [Required, NotBlank, MaxLength(256)] string Role);
