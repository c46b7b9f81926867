import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/http";

export type Model = {
  name: string;
  capabilities: string[];
  contextLength: number | null;
  size: number | null;
  parameterSize: string | null;
  family: string | null;
  quantization: string | null;
  nodes: string[];
  dataLeavesSite: boolean;
  demo: boolean;
  /** For a name that stands for others: those, in the order they are tried. */
  aliasOf?: string[] | null;
};

export const modelsQuery = queryOptions({
  queryKey: ["models"],
  queryFn: ({ signal }) => api<{ items: Model[] }>("/models", { signal }),
  select: (answer) => answer.items.filter((model) => model.capabilities.includes("completion")),
  staleTime: 60_000,
  // No engine yet: it may be starting, or someone is about to install one.
  refetchInterval: (query) => (query.state.data?.items.length ? false : 10_000),
});
