variable "project" {
  description = "Project everything is made in. One project holds one environment."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "project must be a project id: 6 to 30 small letters, digits and hyphens."
  }
}

variable "region" {
  description = "Region of everything that has one."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "region must look like europe-west1 or southamerica-east1."
  }
}

variable "domain" {
  description = "Name under which devices reach the server."
  type        = string
}

variable "image" {
  description = "The first image, by digest. Later ones come from the pipeline."
  type        = string
}

variable "github_repository" {
  description = "The repository whose pipeline deploys, as owner/name."
  type        = string
}

variable "mail" {
  description = "Who is told of alerts, as name and e-mail address."
  type        = map(string)
}

variable "billing_account" {
  description = "Billing account the budget belongs to."
  type        = string
}

variable "oidc" {
  description = "OIDC issuer and client id for signing in, beside passwords; null for passwords alone."
  type        = object({ issuer = string, client_id = string })
  default     = null
}

variable "backup_location" {
  description = "Where backups of Postgres lie: another region or a multi-region."
  type        = string
}

variable "monthly_amount" {
  description = "Budget a month, in whole units of the billing account's currency."
  type        = number
}

variable "kms_key" {
  description = "Customer-managed key for disk, cache, objects and images; null for Google's own."
  type        = string
  default     = null
}
