import { lazy } from 'react'
import { later } from '@/ui/editor'
import type { NoteEditorProps } from './NoteEditor'
import type { NoteMergeProps } from './NoteMerge'

export const NoteEditor = later<NoteEditorProps>(lazy(() => import('./NoteEditor')))
export const NoteMerge = later<NoteMergeProps>(lazy(() => import('./NoteMerge')))
