import { useInfiniteQuery } from "@tanstack/react-query";
import { LogOut, MonitorSmartphone } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { announce } from "@/lib/announcer";
import { formatAgo, formatMoment } from "@/lib/when";
import { account } from "@/texts/account";
import { text } from "@/texts/text";
import { logoutEverywhere } from "../api";
import { useLogout } from "../use-logout";
import { type Device, devicesQuery, useDeviceChanges } from "./api";

export function Devices() {
  const t = account.devices;
  const devices = useInfiniteQuery(devicesQuery);
  const { end, endOthers } = useDeviceChanges();
  const { logout, problem } = useLogout();
  const [asking, setAsking] = useState<"others" | "all" | null>(null);
  const [ending, setEnding] = useState<string | null>(null);
  const refused = end.error?.message ?? problem;
  const endOne = async (device: Device) => {
    setEnding(device.id);
    await end.mutateAsync(device.id).then(
      () => announce(t.ended(device.device ?? t.unknown)),
      () => undefined,
    );
    setEnding(null);
  };
  return (
    <Panel
      title={t.title}
      hint={t.hint}
      actions={
        <>
          {(devices.data?.length ?? 0) > 1 && (
            <Button variant="outline" onClick={() => setAsking("others")}>
              {t.endOthers}
            </Button>
          )}
          <Button variant="danger" onClick={() => setAsking("all")}>
            {text.auth.logoutAll}
          </Button>
        </>
      }
    >
      {refused && (
        <Notice tone="danger" className="mb-4">
          {refused}
        </Notice>
      )}
      <Loaded query={devices}>
        {(list) => (
          <ul className="divide-y rounded-2xl border bg-card">
            {list.map((device) => (
              <DeviceRow
                key={device.id}
                device={device}
                busy={ending === device.id}
                onEnd={device.current ? logout : () => void endOne(device)}
              />
            ))}
          </ul>
        )}
      </Loaded>
      {devices.hasNextPage && (
        <Button variant="outline" className="mt-4" onClick={() => void devices.fetchNextPage()}>
          {t.more}
        </Button>
      )}
      <Confirm
        open={asking === "others"}
        onOpenChange={(open) => setAsking(open ? "others" : null)}
        title={t.endOthersTitle}
        hint={t.endOthersHint}
        action={t.endOthers}
        onConfirm={() => endOthers.mutateAsync().then(() => announce(t.othersEnded))}
      />
      <Confirm
        open={asking === "all"}
        onOpenChange={(open) => setAsking(open ? "all" : null)}
        title={text.auth.logoutAllTitle}
        hint={text.auth.logoutAllHint}
        action={text.auth.logoutAll}
        onConfirm={logoutEverywhere}
      />
    </Panel>
  );
}

function DeviceRow({ device, busy, onEnd }: { device: Device; busy: boolean; onEnd: () => void }) {
  const t = account.devices;
  const name = device.device ?? t.unknown;
  const facts = [
    device.current ? t.inUse : t.lastUsed(formatAgo(device.lastUsedAt)),
    t.since(formatMoment(device.createdAt)),
    device.address,
  ];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 px-4 py-3.5 sm:px-5">
      <div className="flex min-w-0 basis-64 grow items-center gap-3.5">
        <MonitorSmartphone aria-hidden className="size-5 shrink-0 text-muted-foreground" />
        <div className="min-w-0">
          <h3 className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-semibold">
            <bdi>{name}</bdi>
            {device.current && <Badge tone="good">{t.current}</Badge>}
          </h3>
          <p className="mt-0.5 text-sm text-muted-foreground [overflow-wrap:anywhere]">
            {facts.filter(Boolean).join(" · ")}
          </p>
        </div>
      </div>
      <Button variant="outline" size="sm" aria-label={`${text.auth.logout}: ${name}`} disabled={busy} onClick={onEnd}>
        <LogOut aria-hidden className="rtl:-scale-x-100" />
        {text.auth.logout}
      </Button>
    </li>
  );
}
