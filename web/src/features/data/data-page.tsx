import { usePageTitle } from "@/lib/use-page-title";
import { sharing } from "@/texts/sharing";
import { ExportPanel } from "./export-panel";
import { ImportPanel } from "./import-panel";

export function DataPage() {
  usePageTitle(sharing.data.title);
  return (
    <>
      <ExportPanel />
      <ImportPanel />
    </>
  );
}
