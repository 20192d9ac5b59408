# says: variable `region` has no description
variable "region" { # here
  type = string
}

output "region" {
  description = "Region."
  value = var.region
}
