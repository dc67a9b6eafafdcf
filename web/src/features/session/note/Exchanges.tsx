import { useQuery } from '@tanstack/react-query'
import type { ApiError, Schemas } from '@/api/client'
import { Dialog } from '@/ui/Dialog'
import { exchangesQuery } from './calls'

type Exchange = Schemas['ExchangeOut']

export interface ExchangesProps {
  sessionId: string
  writebackId: string
  onClose: () => void
}

/** What was said to the ticketing system and what it answered, without secrets. Only administrators get any. */
export default function Exchanges({ sessionId, writebackId, onClose }: ExchangesProps) {
  const { data, error } = useQuery<Schemas['WritebackDetail'], ApiError>(exchangesQuery(sessionId, writebackId))
  return (
    <Dialog open wide onClose={onClose} title="Requests to the ticketing system" description="Secrets are left out.">
      {error && <p role="alert">{error.message}</p>}
      {data?.exchanges.length === 0 && <p className="text-fg2">None: this system is reached without requests.</p>}
      {data && data.exchanges.length > 0 && (
        <table aria-label="Requests" className="w-full border-separate border-spacing-0 text-code">
          <thead>
            <tr className="text-left text-meta text-fg3">
              {['Request', 'Status', 'ms'].map((header) => (
                <th key={header} scope="col" className="border-b border-line py-1 pr-3 font-medium">
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.exchanges.map((one, index) => (
              <Row key={index} exchange={one} />
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  )
}

function Row({ exchange }: { exchange: Exchange }) {
  const { method, path, status, milliseconds, request, response } = exchange
  return (
    <tr className="align-top">
      <td className="border-b border-line py-1 pr-3 break-all">
        <details>
          <summary className="font-mono">
            {method} {path}
          </summary>
          <Body name="Sent" text={request} />
          <Body name="Answered" text={response} />
        </details>
      </td>
      <td className="border-b border-line py-1 pr-3">{status ?? 'none'}</td>
      <td className="border-b border-line py-1 text-right">{milliseconds}</td>
    </tr>
  )
}

function Body({ name, text }: { name: string; text: string | null }) {
  if (!text) return null
  return (
    <figure className="mt-1">
      <figcaption className="text-meta text-fg3">{name}</figcaption>
      <pre className="max-h-48 overflow-auto rounded-ctl bg-sunken p-2 whitespace-pre-wrap">{text}</pre>
    </figure>
  )
}
