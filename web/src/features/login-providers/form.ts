import { text } from "@/texts/text";
import type { Provider, ProviderBody } from "./api";

export type Values = Omit<ProviderBody, "buttonText" | "clientSecret"> & { buttonText: string; clientSecret: string };
export type Errors = Partial<Record<"name" | "issuer" | "clientId" | "scopes" | "buttonText" | "rules", string>>;

export const valuesOf = (provider: Provider | null): Values => ({
  name: provider?.name ?? "",
  issuer: provider?.issuer ?? "",
  clientId: provider?.clientId ?? "",
  clientSecret: "",
  scopes: provider?.scopes ?? "openid profile email",
  enabled: provider?.enabled ?? true,
  buttonText: provider?.buttonText ?? "",
  newAccounts: provider?.newAccounts ?? "never",
  rules: provider?.rules ?? [],
});

export function check(values: Values): Errors {
  const errors: Errors = {};
  for (const name of ["name", "issuer", "clientId", "scopes"] as const)
    if (!values[name].trim()) errors[name] = text.auth.required;
  if (values.rules.some(({ claim, value }) => !claim.trim() || !value.trim())) errors.rules = text.auth.required;
  return errors;
}

/** A secret that is not typed stays what it is. */
export const bodyOf = (values: Values): ProviderBody => ({
  ...values,
  name: values.name.trim(),
  issuer: values.issuer.trim(),
  clientId: values.clientId.trim(),
  clientSecret: values.clientSecret || undefined,
  scopes: values.scopes.trim(),
  buttonText: values.buttonText.trim() || null,
  rules: values.rules.map(({ claim, value, role }) => ({ claim: claim.trim(), value: value.trim(), role })),
});
