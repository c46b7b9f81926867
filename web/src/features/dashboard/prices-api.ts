import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/http";

export type Budget = {
  month: string;
  currency: string;
  spent: number;
  limit: number | null;
  alarmPercent: number;
  state: "none" | "fine" | "alarm" | "spent";
};
/** Of a million tokens each. */
export type Price = { model: string; validFrom: string; prompt: number; answer: number };

const PRICES = "/admin/model-prices";

export const budgetQuery = queryOptions({
  queryKey: ["admin", "dashboard", "budget"],
  queryFn: ({ signal }) => api<Budget>("/admin/budget", { signal }),
  staleTime: 15_000,
  refetchInterval: 60_000,
});

export const pricesQuery = queryOptions({
  queryKey: ["admin", "dashboard", "prices"],
  queryFn: ({ signal }) => api<{ currency: string; items: Price[] }>(PRICES, { signal }),
});

/** Another price changes all that is worked out from it. */
export function usePriceChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ["admin", "dashboard"] });
  return {
    put: useMutation({
      mutationFn: (price: Omit<Price, "validFrom"> & { validFrom: string | null }) =>
        api(PRICES, { method: "PUT", body: price }),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: ({ model, validFrom }: Price) => api(PRICES, { method: "DELETE", query: { model, validFrom } }),
      onSettled,
    }),
  };
}
