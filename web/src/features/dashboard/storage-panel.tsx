import { useQuery } from "@tanstack/react-query";
import { Loaded } from "@/components/ui/loaded";
import { Panel } from "@/components/ui/panel";
import { ProgressBar } from "@/components/ui/progress-bar";
import { formatBytes } from "@/lib/format";
import { dashboard as t } from "@/texts/dashboard";
import { type Part, storageQuery } from "./api";

/** What takes how much room. */
export function StoragePanel() {
  const storage = useQuery(storageQuery);
  return (
    <Panel title={t.storage} hint={t.storageHint}>
      <Loaded query={storage} lines={2}>
        {({ databaseBytes, schemas, folders, diskFreeBytes, diskTotalBytes }) => (
          <div className="grid gap-4 sm:grid-cols-2">
            <div className="rounded-2xl border bg-card px-4 py-3 sm:col-span-2">
              <p className="tabular-nums">{t.disk(formatBytes(diskFreeBytes), formatBytes(diskTotalBytes))}</p>
              <ProgressBar
                label={t.diskUsed}
                value={1 - diskFreeBytes / diskTotalBytes}
                className="mt-2.5 block w-full"
              />
            </div>
            <Parts title={`${t.database}: ${formatBytes(databaseBytes)}`} parts={schemas} />
            <Parts title={t.folders} parts={folders} />
          </div>
        )}
      </Loaded>
    </Panel>
  );
}

const Parts = ({ title, parts }: { title: string; parts: Part[] }) => (
  <div className="rounded-2xl border bg-card px-4 py-3">
    <h3 className="mb-1.5 text-sm font-medium">{title}</h3>
    <dl className="text-sm text-muted-foreground">
      {parts.map(({ name, bytes }) => (
        <div key={name} className="flex justify-between gap-4 py-0.5">
          <dt className="[overflow-wrap:anywhere]">{name}</dt>
          <dd className="tabular-nums">{bytes === 0 ? "0" : formatBytes(bytes)}</dd>
        </div>
      ))}
    </dl>
  </div>
);
