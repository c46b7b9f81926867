import { useMutation, useQueryClient } from "@tanstack/react-query";
import { freshly } from "@/lib/fresh";
import { upload } from "@/lib/upload";

export type ImportedLine = {
  line: number;
  userName: string;
  email: string;
  displayName: string | null;
  roles: string[];
  error: string | null;
  path: string | null;
};
export type ImportReport = { dryRun: boolean; made: number; failed: number; lines: ImportedLine[]; csv: string };

export function useImport() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ file, dryRun }: { file: File; dryRun: boolean }) =>
      freshly(() =>
        upload<ImportReport>("/admin/users/import", file, {
          query: { dryRun: `${dryRun}` },
          signal: new AbortController().signal,
          onProgress: () => undefined,
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ["admin", "users"] }),
  });
}
