variable "project" {
  description = "Project that owns the accounts."
  type        = string
}

variable "name" {
  description = "Prefix of every name; accounts are called NAME-ROLE, at most 30 letters."
  type        = string
}

variable "region" {
  description = "Region of the image repository."
  type        = string
}

variable "github_repository" {
  description = "The repository whose pipeline deploys, as owner/name."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "github_repository must look like owner/name."
  }
}

variable "github_ref" {
  description = "The only ref whose runs may deploy."
  type        = string
  default     = "refs/heads/main"

  validation {
    condition     = startswith(var.github_ref, "refs/")
    error_message = "github_ref must be a full ref such as refs/heads/main."
  }
}

variable "labels" {
  description = "Labels of the image repository."
  type        = map(string)
  default     = {}
}
