import {
  Box,
  BrickWallFire,
  CircleCheck,
  CircleQuestionMark,
  CircleX,
  Cloud,
  Globe,
  HardDrive,
  Monitor,
  Network,
  Phone,
  Printer,
  Router,
  Server,
  TriangleAlert,
  Wifi,
  type LucideIcon,
} from 'lucide-react'
import type { Tone } from '@/ui/Tag'
import type { Edge, LinkKind, Node, NodeKind, Status } from './model/edit'

export const KINDS: Record<NodeKind, { label: string; icon: LucideIcon }> = {
  internet: { label: 'Internet', icon: Globe },
  firewall: { label: 'Firewall', icon: BrickWallFire },
  router: { label: 'Router', icon: Router },
  switch: { label: 'Switch', icon: Network },
  access_point: { label: 'Access point', icon: Wifi },
  server: { label: 'Server', icon: Server },
  workstation: { label: 'Workstation', icon: Monitor },
  printer: { label: 'Printer', icon: Printer },
  storage: { label: 'Storage', icon: HardDrive },
  cloud: { label: 'Cloud service', icon: Cloud },
  phone: { label: 'Phone', icon: Phone },
  other: { label: 'Other', icon: Box },
}

export const STATUSES: Record<Status, { label: string; icon: LucideIcon; tone: Tone }> = {
  ok: { label: 'OK', icon: CircleCheck, tone: 'green' },
  warning: { label: 'Warning', icon: TriangleAlert, tone: 'amber' },
  down: { label: 'Down', icon: CircleX, tone: 'red' },
  unknown: { label: 'Unknown', icon: CircleQuestionMark, tone: 'plain' },
}

export const LINKS: Record<LinkKind, string> = { wired: 'Wired', wireless: 'Wireless', vpn: 'VPN', wan: 'WAN' }

const options = <T extends string>(table: Record<T, string | { label: string }>) =>
  (Object.entries(table) as [T, string | { label: string }][]).map(([value, said]) => ({
    value,
    label: typeof said === 'string' ? said : said.label,
  }))

export const KIND_OPTIONS = options(KINDS)
export const STATUS_OPTIONS = options(STATUSES)
export const LINK_OPTIONS = options(LINKS)

export const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`

/** "Switch SW-2, Warning, 10.0.0.2": what is drawn, for those who hear it. */
export const tellNode = ({ label, kind, status, address }: Node): string =>
  [`${KINDS[kind].label} ${label}`, STATUSES[status].label, address].filter(Boolean).join(', ')

/** "VPN, Port 7, Down": what stands on a line; a plain line says nothing. */
export const tellLine = ({ kind, label, status }: Edge): string =>
  [kind !== 'wired' && LINKS[kind], label, (status === 'down' || status === 'warning') && STATUSES[status].label]
    .filter(Boolean)
    .join(', ')
