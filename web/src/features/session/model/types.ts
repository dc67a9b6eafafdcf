import type { Schemas } from '@/api/client'

export type Whole = Schemas['WholeSession']
export type Attachment = Schemas['AttachmentOut']
export type Message = Schemas['MessageOut']
export type Fact = Schemas['FactOut']
export type Check = Schemas['CheckOut']
export type Fix = Schemas['FixOut']
export type Writeback = Schemas['WritebackOut']
export type Preview = Schemas['PreviewOut']
export type Finding = Schemas['FindingOut']
export type Draft = Schemas['DraftOut']
export type Kind = Preview['kind']
