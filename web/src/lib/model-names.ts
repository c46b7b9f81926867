import { queryOptions } from "@tanstack/react-query";
import { api } from "./http";

export const modelNamesQuery = queryOptions({
  queryKey: ["models"],
  queryFn: ({ signal }) => api<{ items: { name: string }[] }>("/models", { signal }),
  select: ({ items }) => items.map((model) => model.name),
  staleTime: 60_000,
});
