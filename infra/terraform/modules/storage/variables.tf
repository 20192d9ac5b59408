variable "project" {
  description = "Project that owns the buckets."
  type        = string
}

variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "location" {
  description = "Region or multi-region of the buckets."
  type        = string
}

variable "writers" {
  description = "Service accounts that read and write objects, by role."
  type        = map(string)
}

variable "deployer" {
  description = "Service account that uploads the interface's files."
  type        = string
}

variable "import_days" {
  description = "Days after which a file to import is deleted."
  type        = number
  default     = 7

  validation {
    condition     = var.import_days >= 1
    error_message = "import_days must be at least 1: a job may be tried again for a day."
  }
}

variable "soft_delete_days" {
  description = "Days in which a deleted object can be brought back."
  type        = number
  default     = 14

  validation {
    condition     = var.soft_delete_days >= 7 && var.soft_delete_days <= 90
    error_message = "soft_delete_days must be from 7 to 90."
  }
}

variable "kms_key" {
  description = "Customer-managed key for what the server keeps; null for Google's own."
  type        = string
  default     = null
}

variable "labels" {
  description = "Labels of the buckets."
  type        = map(string)
  default     = {}
}
