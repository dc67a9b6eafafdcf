import { Page } from '@/ui/Page'

export default function PsaPage() {
  return <Page title="Psa">{null}</Page>
}
