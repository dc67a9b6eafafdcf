export { SchemaForm, type SchemaFormProps } from './SchemaForm'
export { SecretField } from './SecretField'
export type { Source } from './SourceTag'
export * from './schema'
