import { usePageTitle } from "@/lib/use-page-title";
import { manage } from "@/texts/manage";
import { Devices } from "./devices";
import { PasswordPanel } from "./password-panel";

export function SecurityPage() {
  usePageTitle(manage.areas.security);
  return (
    <>
      <PasswordPanel />
      <Devices />
    </>
  );
}
