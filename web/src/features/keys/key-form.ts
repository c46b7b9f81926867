import { readCount, writeCount } from "@/lib/counts";
import { type Expiry, expiresAt } from "@/lib/expiry";
import { manage } from "@/texts/manage";
import type { ApiKey, KeyBody } from "./api";

export type KeyValues = {
  name: string;
  scopes: string[];
  /** null: all. */
  models: string[] | null;
  expiry: Expiry;
  requestsPerMinute: string;
  tokensPerMinute: string;
  concurrentStreams: string;
};
export type KeyErrors = Partial<Record<keyof KeyValues, string>>;
export const LIMITS = ["requestsPerMinute", "tokensPerMinute", "concurrentStreams"] as const;

export const valuesOf = (key: ApiKey | null): KeyValues => ({
  name: key?.name ?? "",
  scopes: key?.scopes ?? ["models.use"],
  models: key?.models ?? null,
  expiry: !key ? "quarter" : key.expiresAt ? "keep" : "never",
  requestsPerMinute: writeCount(key?.limits?.requestsPerMinute),
  tokensPerMinute: writeCount(key?.limits?.tokensPerMinute),
  concurrentStreams: writeCount(key?.limits?.concurrentStreams),
});

export function check(values: KeyValues): KeyErrors {
  const { common, keys } = manage;
  const errors: KeyErrors = {
    ...(values.name.trim() ? {} : { name: common.required }),
    ...(values.scopes.length > 0 ? {} : { scopes: keys.scopeNone }),
    ...(values.models?.length === 0 ? { models: keys.modelNone } : {}),
  };
  for (const limit of LIMITS) if (readCount(values[limit]) === undefined) errors[limit] = common.wholeNumber;
  return errors;
}

export function bodyOf(values: KeyValues): KeyBody {
  const [requestsPerMinute, tokensPerMinute, concurrentStreams] = LIMITS.map(
    (limit) => readCount(values[limit]) ?? null,
  );
  const limits = {
    requestsPerMinute: requestsPerMinute ?? null,
    tokensPerMinute: tokensPerMinute ?? null,
    concurrentStreams: concurrentStreams ?? null,
  };
  return {
    name: values.name.trim(),
    models: values.models,
    ...(values.expiry === "keep" ? {} : { expiresAt: expiresAt(values.expiry) }),
    limits: Object.values(limits).some((limit) => limit !== null) ? limits : null,
  };
}
