import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/http";

export type InferencePreferences = {
  localOnly: boolean;
  cacheAnswers: boolean;
  cacheEmbeddings: boolean;
  /** An administrator asked for it: the user cannot take it back. */
  localOnlyForced?: boolean;
};

export const preferencesQuery = queryOptions({
  queryKey: ["me", "inference"],
  queryFn: ({ signal }) => api<InferencePreferences>("/me/inference", { signal }),
});

/** Shows the change at once, and takes it back when the server refuses it. */
export function useChangePreferences() {
  const queries = useQueryClient();
  const { queryKey } = preferencesQuery;
  return useMutation({
    mutationFn: (change: Partial<InferencePreferences>) =>
      api<InferencePreferences>("/me/inference", { method: "PATCH", body: change }),
    onMutate: async (change) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      if (before) queries.setQueryData(queryKey, { ...before, ...change });
      return before;
    },
    onError: (_, __, before) => before && queries.setQueryData(queryKey, before),
    onSuccess: (now) => {
      if (now) queries.setQueryData(queryKey, now);
      // What may be chosen may have changed.
      void queries.invalidateQueries({ queryKey: ["models"] });
    },
  });
}
