import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Notice } from "@/components/ui/notice";
import { text } from "@/texts/text";
import { logoutEverywhere } from "./api";
import { useLogout } from "./use-logout";

export function SessionSettings() {
  const [confirming, setConfirming] = useState(false);
  const { logout, problem } = useLogout();
  return (
    <div className="space-y-4">
      <Row hint={text.settings.logoutHint}>
        <Button variant="outline" onClick={logout}>
          {text.auth.logout}
        </Button>
      </Row>
      {problem && <Notice tone="danger">{problem}</Notice>}
      <Row hint={text.settings.logoutAllHint}>
        <Button variant="danger" onClick={() => setConfirming(true)}>
          {text.auth.logoutAll}
        </Button>
      </Row>
      <Confirm
        open={confirming}
        onOpenChange={setConfirming}
        title={text.auth.logoutAllTitle}
        hint={text.auth.logoutAllHint}
        action={text.auth.logoutAll}
        onConfirm={logoutEverywhere}
      />
    </div>
  );
}

const Row = ({ hint, children }: { hint: string; children: React.ReactNode }) => (
  <div className="flex flex-wrap items-center justify-between gap-3">
    <p className="basis-48 grow text-muted-foreground">{hint}</p>
    {children}
  </div>
);
