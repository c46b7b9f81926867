import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Page } from "@/lib/http";

export type Device = {
  id: string;
  device: string | null;
  address: string | null;
  createdAt: string;
  lastUsedAt: string;
  current: boolean;
};

const PAGE = 100;

export const devicesQuery = infiniteQueryOptions({
  queryKey: ["sessions"],
  queryFn: ({ signal, pageParam }) =>
    api<Page<Device>>("/auth/sessions", { query: { limit: PAGE, after: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
  // The one in front of the reader first.
  select: ({ pages }) =>
    pages.flatMap((page) => page.items).sort((one, other) => Number(other.current) - Number(one.current)),
  staleTime: 0,
});

export function useDeviceChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: devicesQuery.queryKey });
  return {
    end: useMutation({
      mutationFn: (id: string) => api(`/auth/sessions/${id}`, { method: "DELETE" }),
      onSettled,
    }),
    endOthers: useMutation({ mutationFn: () => api("/auth/logout-others", { method: "POST" }), onSettled }),
    changePassword: useMutation({
      mutationFn: (body: { currentPassword: string | undefined; newPassword: string }) =>
        api("/auth/password", { method: "POST", body }),
      onSettled,
    }),
  };
}
